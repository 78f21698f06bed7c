using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Helmstuck.Terminal;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal.Security;

internal static partial class Attacks
{
    private const string Evil = "^(a+)+$";
    private static readonly string Long = new string('a', 40) + "x";

    private static IEnumerable<Attack> Expressions =>
        [
            Of($"{Evil} over the names of 2,000 jobs", scene => JobsAsync(scene, "jobs")),
            Of($"{Evil} over the branches of 2,000 jobs", scene => JobsAsync(scene, "refs")),
            Of($"{Evil} over the name of a context", ContextAsync),
        ];

    private static IEnumerable<Attack> Reports =>
        [
            Of("report of links and mentions", scene => ReportAsync(scene, "https://evil.example/login @all [x](//evil.example)")),
            Of("report of references and hashes", scene => ReportAsync(scene, "GH-1 #1 !2 group/project#3 deadbeef `` 0123456789")),
            Of(
                "report of characters that do not show",
                scene => ReportAsync(scene, "a\U000e0041\U000e0042 b\u3164 c\u202e d\u200b e\ufe01 \e[31m")
            ),
        ];

    private static IEnumerable<Attack> Pastes =>
        [
            Of("paste that ends itself", scene => PasteAsync(scene, "\e[200~x\e[201~1234\r\e[201~", "Pasted text is ignored")),
            Of("paste that ends itself twice", scene => PasteAsync(scene, "\e[200~\e[201~12\e[201~34\r\r", "Pasted text is ignored")),
            Of("revision and Enter in one read", scene => PasteAsync(scene, "1234\r", "Enter came together with")),
        ];

    private static async Task<AttackRun> JobsAsync(AttackScene scene, string filter)
    {
        await using var gitlab = new ImitatingServer
        {
            Instead = async (request, stream, _) =>
            {
                var jobs = request.Contains("/jobs", StringComparison.Ordinal)
                    ? Enumerable
                        .Range(1, 2000)
                        .Select(number =>
                            $$"""{"id":{{number}},"name":"{{Long}}","ref":"{{Long}}","status":"running","pipeline":{"id":1} }"""
                        )
                    : [];
                await ImitatingServer.AnswerAsync(stream, 200, $"[{string.Join(',', jobs)}]");
                return true;
            },
        };
        scene.WriteSettings(
            $$"""{ "pipelines": { "gitlab": [ { "name": "ops", "url": "http://127.0.0.1:{{gitlab.Port}}", "project": "g/n", "{{filter}}": "{{Evil}}" } ] } }"""
        );
        var started = Stopwatch.GetTimestamp();
        var run = Ended(await scene.RunAsync("explain", "gitlab-cny", "-o", "json"), 0);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.NotEmpty(gitlab.Requests);
        AssertBlocks(run);
        return run;
    }

    private static async Task<AttackRun> ContextAsync(AttackScene scene)
    {
        scene.Context = Long;
        scene.WriteSettings($$"""{ "pipelines": { "command": [ { "name": "deploys", "run": [ "true" ], "contexts": "{{Evil}}" } ] } }""");
        var run = Ended(await scene.RunAsync("explain", "gitlab-cny", "-o", "json"), 0);
        AssertBlocks(run);
        return run;
    }

    /// <summary>What could not be decided is never "no job runs".</summary>
    private static void AssertBlocks(AttackRun run)
    {
        var check = JsonNode.Parse(run.Output)!["checks"]!.AsArray().Single(check => (string)check!["id"]! == "ci-jobs")!;
        Assert.True((string)check["state"]! is "unknown" or "fail", check.ToJsonString());
    }

    private static async Task<AttackRun> ReportAsync(AttackScene scene, string text)
    {
        await scene.Server.SeedAsync(
            new SeedRecord("gitlab", "app", 8, "pending-upgrade")
            {
                Edit = payload =>
                {
                    payload["info"]!["description"] = text;
                    payload["chart"]!["metadata"]!["name"] = text;
                    payload["chart"]!["metadata"]!["appVersion"] = text;
                },
            }
        );
        var run = Ended(await scene.RunAsync("report", "app"), 0);
        Assert.Contains(Clean.Line(text), run.Output, StringComparison.Ordinal);
        // A span ends at as many backticks as it began with (CommonMark: code spans).
        var outside = Regex.Replace(run.Output, "(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", "");
        foreach (var word in Clean.Line(text).Split(' ').Where(word => word.Length > 1))
            Assert.DoesNotContain(word, outside, StringComparison.Ordinal);
        foreach (var rune in run.Output.EnumerateRunes())
            Assert.False(rune.Value != '\n' && TextWidth.IsHidden(rune.Value), $"U+{rune.Value:X4}");
        return run;
    }

    /// <summary>Over the dialog, with nothing missing but the revision.</summary>
    private static async Task<AttackRun> PasteAsync(AttackScene scene, string bytes, string words)
    {
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--demo"], 100, 30, scene.Environment);
        using var process = Process.GetProcessById(terminal.Id);
        var watching = AttackRun.WatchAsync(process);
        await Screens.WaitUntilReadAsync(terminal);
        terminal.Send("d");
        await terminal.WaitUntilAsync(
            screen => screen.Contains("Type 1234 to delete") && Screens.Questions(terminal) == 1,
            "the dialog is open"
        );
        await EndToEndScene.AttestAsync(terminal);
        terminal.Send(bytes);
        await terminal.WaitForAsync(words);
        await PseudoTerminal.PauseAsync();
        Assert.Contains("Type 1234 to delete", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\e");
        await terminal.WaitForAsync("Cancelled: nothing was changed.");
        terminal.Send("q");
        var exitCode = await terminal.WaitForExitAsync();
        Assert.Equal(0, exitCode);
        return new AttackRun(exitCode, terminal.Screen, "", await watching);
    }
}
