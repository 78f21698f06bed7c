using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

public sealed class PlainTextTests
{
    private static readonly ReportOrigin Origin = new("0.1.0", "sre", "uid");

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(185, "3m5s")]
    [InlineData(600, "10m")]
    [InlineData(10799, "179m")]
    [InlineData(10800, "3h")]
    [InlineData(12000, "3h20m")]
    [InlineData(28800, "8h")]
    [InlineData(172799, "47h")]
    [InlineData(172800, "2d")]
    [InlineData(180000, "2d2h")]
    [InlineData(691200, "8d")]
    public void Ages_are_spelled_as_kubectl_spells_them(int seconds, string words) =>
        Assert.Equal(words, PlainText.Age(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_are_UTC_and_counts_have_their_plural()
    {
        var time = new DateTimeOffset(2026, 11, 22, 16, 2, 11, 999, TimeSpan.FromHours(2));
        Assert.Equal("2026-11-22T14:02:11Z", PlainText.Rfc3339(time));
        Assert.Equal("2026-11-22 14:02:11Z", PlainText.Utc(time));
        Assert.Equal("1 record", PlainText.Count(1, "record"));
        Assert.Equal("0 records", PlainText.Count(0, "record"));
        Assert.Equal("2 boxes", PlainText.Count(2, "box", "boxes"));
    }

    [Theory]
    [InlineData("@all please", "`@all please`")]
    [InlineData("see #12 and !3", "`see #12 and !3`")]
    [InlineData("<img src=x>", "`<img src=x>`")]
    [InlineData("[click](http://evil)", "`[click](http://evil)`")]
    [InlineData("a|b", "`a|b`")]
    [InlineData("`` ``` ` @x", "```` `` ``` ` @x ````")]
    [InlineData("line\n# heading\r\n/close", "`line # heading /close`")]
    [InlineData("\u202egnp\u001b[2J\u009b", "`\\u202egnp^[[2J\\u009b`")]
    [InlineData("28 of 30 available", "`28 of 30 available`")]
    public void A_report_quotes_hostile_text_so_that_it_stays_text(string hostile, string quoted)
    {
        var review = Facts.Review("deployed", "pending-upgrade");
        var markdown = Report.Markdown(
            review with
            {
                Checks = [new Check("owner", CheckState.Fail, hostile, [hostile])],
            },
            ActionHistory.None,
            Origin
        );
        Assert.Contains($"- **fail** owner: {quoted}\n  - {quoted}\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain(markdown, letter => letter != '\n' && char.IsControl(letter));
        Assert.All(markdown.Split('\n'), line => Assert.False(line.StartsWith('/')));
    }

    [Fact]
    public void A_report_holds_the_five_answers_and_never_a_payload()
    {
        var history = Facts.History("deployed", "pending-upgrade");
        var secret = (RecordPayload.Decoded)history[0].Payload;
        var told = history[0] with
        {
            Payload = new RecordPayload.Decoded(secret.Release with { Manifest = "kind: Secret\ndata: {password: aHVudGVyMg==}" }),
        };
        var markdown = Report.Markdown(Reviewer.Assemble(Facts.Well([told, history[1]])), ActionHistory.None, Origin);
        Assert.DoesNotContain("aHVudGVyMg", markdown, StringComparison.Ordinal);
        foreach (
            var part in new[]
            {
                "**Stuck**: revision `2` is `pending-upgrade`",
                "`sh.helm.release.v1.web.v2`",
                "uid `uid-2`",
                "resourceVersion `200`",
                "## Checks",
                "## Workloads",
                "## What Helm thinks",
                "Without `sh.helm.release.v1.web.v2`: ",
            }
        )
            Assert.Contains(part, markdown, StringComparison.Ordinal);
    }
}
