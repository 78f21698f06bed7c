using Helmstuck.Helm.Manifests;

namespace Helmstuck.Tests.Unit.Helm.Manifests;

public sealed class ChangeTextTests
{
    private static string Words(string lives, int? baseRevision = 1233) =>
        ChangeText.Summary(
            [
                .. lives.Select(letter => new ManifestChange(
                    new ObjectKey("v1", "ConfigMap", "x", "y"),
                    ChangeKind.Changed,
                    letter switch
                    {
                        's' => LiveMatch.Stuck,
                        'p' => LiveMatch.Previous,
                        'b' => LiveMatch.Both,
                        'n' => LiveMatch.Neither,
                        'm' => LiveMatch.Missing,
                        _ => LiveMatch.Unknown,
                    },
                    []
                )),
            ],
            1234,
            baseRevision
        );

    [Theory]
    [InlineData("ssssssssssppss", "The cluster runs revision 1234 on 12 of 14 changed objects; Helm will think 1233.")]
    [InlineData("sss", "The cluster runs revision 1234 on all 3 changed objects; Helm will think 1233.")]
    [InlineData("s", "The cluster runs revision 1234 on the one changed object; Helm will think 1233.")]
    [InlineData("ssb", "The cluster runs revision 1234 on all 3 changed objects; Helm will think 1233.")]
    [InlineData(
        "ssnm?",
        "The cluster runs revision 1234 on 2 of 5 changed objects (neither: 1, missing: 1, not known: 1); Helm will think 1233."
    )]
    [InlineData("ppp", "The cluster still runs revision 1233 on all 3 changed objects; Helm will think 1233.")]
    [InlineData("ppn", "The cluster still runs revision 1233 on 2 of 3 changed objects (neither: 1); Helm will think 1233.")]
    [InlineData("pps", "The cluster runs revision 1234 on 1 of 3 changed objects and still 1233 on 2; Helm will think 1233.")]
    [InlineData("bb", "The cluster matches revisions 1234 and 1233 alike on all 2 changed objects; Helm will think 1233.")]
    [InlineData("b", "The cluster matches revisions 1234 and 1233 alike on the one changed object; Helm will think 1233.")]
    [InlineData("nn", "The cluster runs revision 1234 on none of 2 changed objects (neither: 2); Helm will think 1233.")]
    [InlineData("n", "The cluster runs revision 1234 on no object (neither: 1); Helm will think 1233.")]
    [InlineData("??", "2 objects differ, and what the cluster runs is not known; Helm will think 1233.")]
    [InlineData("?", "1 object differs, and what the cluster runs is not known; Helm will think 1233.")]
    [InlineData("", "Revisions 1234 and 1233 do not differ in any object; Helm will think 1233.")]
    public void The_sentence_says_what_runs_and_what_Helm_will_think(string lives, string words) => Assert.Equal(words, Words(lives));

    [Theory]
    [InlineData("ss", "The cluster runs revision 1234 on all 2 changed objects; Helm will find no revision.")]
    [InlineData("sp", "The cluster runs revision 1234 on 1 of 2 changed objects; Helm will find no revision.")]
    [InlineData("pp", "The cluster runs revision 1234 on none of 2 changed objects; Helm will find no revision.")]
    [InlineData("", "Revision 1234 has no objects; Helm will find no revision.")]
    public void Without_a_base_Helm_will_know_nothing(string lives, string words) => Assert.Equal(words, Words(lives, null));
}
