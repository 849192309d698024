// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNKernels
internal import BNPlatform
internal import BNGoldenCases
internal import BNRecipes
internal import BNReporting
internal import BNTensors

/// `bnconform recipe`: the reference on data larger than a golden file, or than memory.
struct RecipeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "Run the reference on large generated data within a memory limit.",
    discussion: """
      Without a name or a shape it lists the recipes of Golden/RECIPES.txt. Exits with 1 if a named \
      recipe does not reproduce the recorded digests.
      Example: bnconform recipe image-8GiB --memory 512MiB --threads 2
      """
  )

  @Argument(help: "The recipes to run.")
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run random data of this shape: samples, channels, positions.",
      valueName: "n,c,…"
    )
  )
  var shape: String?

  @Option(help: "The seed of the data for --shape.")
  var seed: UInt64 = 1

  @Option(help: "The number of runs with --shape, with consecutive seeds.")
  var count = 1

  @Option(help: ArgumentHelp("The memory limit, such as 512MiB.", valueName: "size"))
  var memory = ByteCount(bytes: 1 << 30)

  @Option(help: "The number of threads.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("The folder of golden files.", valueName: "folder"))
  var golden: String?

  func validate() throws {
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard count > 0, count == 1 || shape != nil else {
      throw ValidationError("--count must be 1 or more, and more than 1 goes with --shape only")
    }
    if let shape, NamedRecipe.shape(shape).map({ $0.rank >= 2 }) != true {
      throw ValidationError("--shape must be two or more dimensions, such as 64,64,56,56")
    }
  }

  func run() async throws {
    let folder = try GoldenPlaces.find(argument: golden).path
    let list = try NamedRecipe.list(path: folder + "/RECIPES.txt")
    var chosen: [NamedRecipe] = []
    for name in names {
      guard let recipe = list.first(where: { $0.name == name }) else {
        let known = list.map(\.name).joined(separator: ", ")
        throw ValidationError("there is no recipe \(name.debugDescription); there are \(known)")
      }
      chosen.append(recipe)
    }
    if let shape = shape.flatMap(NamedRecipe.shape), let recipe = Recipe(shape: shape, seed: seed) {
      if count > 1 { return try runSeries(recipe) }
      chosen.append(NamedRecipe(name: "\(shape)", recipe: recipe))
    }
    guard !chosen.isEmpty else {
      for entry in list { Terminal.output.write(headline(entry) + "\n") }
      return
    }
    var differs = false
    for entry in chosen { differs = try run(entry) || differs }
    if differs { try RunExitCode.notAsExpected.throwUnlessExpected() }
  }

  private func headline(_ entry: NamedRecipe) -> String {
    "\(entry.name)  \(entry.recipe.shape)  \(ByteCount(bytes: entry.recipe.bytes))"
  }

  private var settings: KernelSettings {
    var settings = KernelSettings.preferred
    settings.threads = threads
    if settings.kernels == .specified { settings.kernels = .baseline }
    return settings
  }

  /// Runs many recipes of one shape, and tells of each tenth what a recipe took.
  private func runSeries(_ first: Recipe) throws {
    let series = RecipeSeries(first, count: count, memory: memory.bytes, settings: settings)
    var start = ContinuousClock.now
    let digest: String
    do throws(RecipeRun.MemoryError) {
      digest = try series.run { part in
        let milliseconds = start.duration(to: .now) / .milliseconds(1) / Double(part.count)
        let time = NumberText.time(milliseconds: milliseconds)
        let peak = ByteCount(bytes: PeakMemory.bytes)
        Terminal.output.write("\(part.end) recipes  \(time) each  peak memory \(peak)\n")
        start = .now
      }
    } catch {
      throw ValidationError("\(first.shape): \(error)")
    }
    Terminal.output.write("outputs \(digest)\n")
  }

  /// Runs one recipe; true if it does not give the digests on file.
  private func run(_ entry: NamedRecipe) throws -> Bool {
    let run: RecipeRun
    do throws(RecipeRun.MemoryError) {
      run = try RecipeRun(entry.recipe, memory: memory.bytes, settings: settings)
    } catch {
      throw ValidationError("\(entry.name): \(error)")
    }
    Terminal.output.write(headline(entry) + "\n")
    let start = ContinuousClock.now
    let result = run.run()
    let milliseconds = start.duration(to: .now) / .milliseconds(1)
    Terminal.output.write("  input   \(result.input)\n  output  \(result.output)\n")
    let statistics = zip(result.runningMean, result.runningVar).prefix(3)
      .map { "\($0.0), \($0.1)" }.joined(separator: "; ")
    Terminal.output.write("  running_mean, running_var of the first channels  \(statistics)\n")
    let time = NumberText.time(milliseconds: milliseconds)
    Terminal.output.write("  \(time), peak memory \(ByteCount(bytes: PeakMemory.bytes))\n")
    guard let digests = entry.digests else { return false }
    let agrees = digests.input == result.input && digests.output == result.output
    Terminal.output.write(
      agrees
        ? "  ✔ the digests on file\n"
        : "  ✘ on file are \(digests.input) and \(digests.output)\n"
    )
    return !agrees
  }
}
