// SPDX-License-Identifier: MIT

import Testing

@testable import BNGoldenCases

@Suite struct CaseRecordTests {
  @Test("golden cases come back from their records", arguments: 0..<300)
  func golden(seed: Int) throws {
    var random = RandomCase(seed: UInt64(seed))
    let record = CaseRecord(try random.next(index: seed))
    #expect(CaseRecord(try record.golden()).dump == record.dump)
  }

  @Test("requests come back from their records and say nothing of what is expected")
  func requests() throws {
    for seed in 0..<100 {
      var random = RandomCase(seed: UInt64(seed))
      let record = CaseRecord(try random.next(index: seed).request)
      #expect(CaseRecord(try record.request()).dump == record.dump)
      #expect(!record.members.contains { $0.name.contains("expect") })
    }
  }
}
