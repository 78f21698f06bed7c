using System.Text;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Terminal;
using Helmstuck.Tests.Unit.Terminal;
using Helmstuck.Tests.Unit.Tui;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>A report is pasted into an issue: nothing that came from elsewhere may act there.</summary>
public sealed class HostileReportTests
{
    [Theory]
    [InlineData("see https://evil.example/login and www.evil.example")]
    [InlineData("@all @group/deploy user@example.com")]
    [InlineData("#1 !2 &3 $4 %5 ~bug GH-1 group/project#7 jlord@deadbeef")]
    [InlineData("fixed in deadbeef and 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("`code` ``more`` ``` ~~~ **bold** [x](javascript:1) ![i](//evil.example/i.png) <img src=x>")]
    [InlineData("``")]
    [InlineData("`")]
    [InlineData(" ` ")]
    [InlineData("tags \U000e0041\U000e0042 blank \u3164 selector a\ufe0f\ufe01 bidi \u202e\u2066 joiner a\u200db \u200b")]
    [InlineData("a\n\n# heading\n- item\n\n    code\r\n<details>")]
    [InlineData("/close\n/label ~bug")]
    [InlineData("lone \ud83d surrogate \e[31m \u009b31m")]
    [InlineData("1234567")]
    public void Nothing_foreign_stands_outside_of_code_spans(string hostile)
    {
        var report = Of(hostile);
        Assert.Equal(Outside(Of("x")), Outside(report));
        Assert.Contains(Clean.Line(hostile).Trim(), Inside(report).Select(span => span.Trim()));
        AssertShown(report);
    }

    [Fact]
    public void Whatever_comes_in_nothing_foreign_stands_outside_of_code_spans()
    {
        var random = new Random(14);
        var benign = Outside(Of("x"));
        for (var round = 0; round < 500; round++)
        {
            var text = Hostile.Random(random, 6) + Ticks(random) + Hostile.Random(random, 3) + Ticks(random);
            // What is empty is told in words.
            if (Clean.Line(text).Length == 0)
                continue;
            var report = Of(text);
            Assert.Equal(benign, Outside(report));
            AssertShown(report);
        }
    }

    [Theory]
    [InlineData("", "(none)")]
    [InlineData("web", "`web`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("`a``", "``` `a`` ```")]
    [InlineData(" a ", "`  a  `")]
    public void Span_has_enough_backticks(string text, string expected) => Assert.Equal(expected, MarkdownText.Code(text));

    private static string Ticks(Random random) => new('`', random.Next(5));

    /// <summary>A report in which every text from elsewhere is this one.</summary>
    private static string Of(string text)
    {
        var review = Fixtures.Blocked();
        var record = review.Record!;
        var outlook = review.Outlook!;
        review = review with
        {
            Context = text,
            Server = text,
            Namespace = text,
            Release = text,
            Record = new ReleaseRecord(
                record.Meta with
                {
                    ObjectName = text,
                    Uid = text,
                    ResourceVersion = text,
                },
                new RecordPayload.Decoded(record.Release! with { ChartName = text, ChartVersion = "", AppVersion = text })
            ),
            Checks = [.. review.Checks.Select(check => check with { Summary = text, Evidence = [text] })],
            Workloads = [.. review.Workloads.Select(one => one with { Kind = text, Name = text, Reason = text })],
            Hook = new HookProgress(text, text, "pre-upgrade", text, null, HookLife.Running),
            Changes =
            [
                new ManifestChange(
                    new ObjectKey(text, text, text, text),
                    ChangeKind.Changed,
                    LiveMatch.Stuck,
                    [new FieldChange(text, text, text)]
                ),
                new ManifestChange(new ObjectKey(text, text, text, text), ChangeKind.Added, LiveMatch.Previous, []),
            ],
            Outlook = outlook with { Notes = [new OutlookNote("id", text)] },
            Recommendation = new Recommendation(RecommendedAction.Investigate, [text]),
            FailedJobs = [text],
        };
        return Report.Markdown(
            review,
            new ActionHistory(
                [
                    new JournaledAction
                    {
                        Kind = JournaledActionKind.Delete,
                        At = Fixtures.Now,
                        User = text,
                        Record = text,
                        Uid = text,
                        Backup = text,
                        Checks = [(text, text)],
                        Evidence = new Dictionary<string, IReadOnlyList<string>> { [text] = [text] },
                        Lines = [text],
                        Overrides = [new Override(text, text)],
                        Attested = [text],
                        Result = text,
                    },
                ],
                [text]
            ),
            new ReportOrigin(text, text, text)
        );
    }

    /// <summary>Only the line breaks of the report itself, and nothing that shows as nothing.</summary>
    private static void AssertShown(string report)
    {
        foreach (var rune in report.EnumerateRunes())
            Assert.False(rune.Value is not ('\n' or 0x200D) && TextWidth.IsHidden(rune.Value), $"U+{rune.Value:X4}");
    }

    private static string Outside(string report) => Split(report).Outside;

    private static List<string> Inside(string report) => Split(report).Inside;

    /// <summary>A report without its code spans, and these: each ends at as many backticks as it began with (CommonMark).</summary>
    private static (string Outside, List<string> Inside) Split(string report)
    {
        var outside = new StringBuilder();
        var inside = new List<string>();
        foreach (var line in report.Split('\n'))
        {
            for (var at = 0; at < line.Length; )
            {
                var fence = Run(line, at);
                var end = at + fence;
                while (fence > 0 && end < line.Length && Run(line, end) != fence)
                    end += Math.Max(Run(line, end), 1);
                if (fence == 0 || end >= line.Length)
                {
                    outside.Append(line, at, Math.Max(fence, 1));
                    at += Math.Max(fence, 1);
                    continue;
                }
                inside.Add(line[(at + fence)..end]);
                outside.Append('□');
                at = end + fence;
            }
            outside.Append('\n');
        }
        return (outside.ToString(), inside);
    }

    private static int Run(string line, int at) => line.AsSpan(at).IndexOfAnyExcept('`') is >= 0 and var run ? run : line.Length - at;
}
