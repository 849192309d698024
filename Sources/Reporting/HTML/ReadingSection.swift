// SPDX-License-Identifier: MIT

/// How to read the page, for those who see one for the first time.
enum ReadingSection {
  static let markup: Markup = """
    <section id="reading"><h2>How to read this</h2>
    <dl>
    <dt>share</dt><dd>The largest error of a tensor, as a share of what its own data allow. 1 is the edge. The allowance \
    is a bound that every sound order of summation keeps and a wrong formula does not.</dd>
    <dt>ULP</dt><dd>How many representable numbers lie between the expected and the actual one.</dd>
    <dt>expected</dt><dd>The exact real-number result of PyTorch's rule, rounded once.</dd>
    <dt>colours</dt><dd>Green is as expected, red is wrong, yellow is wrong but decides nothing. A mark always says the same.</dd>
    <dt>likely</dt><dd>A known fault that gives this very answer, every element of it, within the allowance.</dd>
    <dt>level</dt><dd>Required cases decide; recommended ones only if that was asked for; informative ones never.</dd>
    <dt>➜ unsupported</dt><dd>The implementation says that it cannot express the case. Not a failure, if it was declared.</dd>
    <dt>━ expected failure</dt><dd>On the list of known deviations, and failing as listed.</dd>
    <dt>? untrusted</dt><dd>Passed under an allowance so wide that wrong numbers might pass, too.</dd>
    </dl></section>
    """
}
