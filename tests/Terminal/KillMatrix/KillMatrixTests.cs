namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>
/// The native binary is killed (SIGKILL) at every step of a delete, a mark and a restore that can be seen from outside: each request before
/// it is passed on and after it was answered, each change to a file of the state folder. A first run that is not killed shows which there
/// are.
/// </summary>
public sealed class KillMatrixTests(SharedControlPlane shared, ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_run_loses_nothing_and_the_next_start_tells_the_truth()
    {
        var plane = await shared.GetAsync();
        // Side by side, each in a namespace of its own.
        var lanes = await Task.WhenAll(
            LaneAsync(plane, 3, "secret", "delete"),
            LaneAsync(plane, 4, "secret", "delete"),
            LaneAsync(plane, 4, "configmap", "delete"),
            LaneAsync(plane, 3, "secret", "mark-failed", "restore"),
            LaneAsync(plane, 4, "secret", "mark-failed", "restore")
        );
        foreach (var line in lanes.SelectMany(lane => lane))
            output.WriteLine(line.What);
        var points = lanes.SelectMany(lane => lane).Sum(lane => lane.Points);
        var summary = $"kill matrix: {points} points";
        output.WriteLine(summary);
        await Console.Out.WriteLineAsync(summary);
        Assert.InRange(points, SafetyPage.AtLeast("points"), int.MaxValue);
    }

    private static async Task<List<(string What, int Points)>> LaneAsync(ControlPlane plane, int helm, string driver, params string[] verbs)
    {
        var scene = await KillScene.StuckAsync(plane, helm, driver);
        var counts = new List<(string, int)>();
        foreach (var verb in verbs)
        {
            await using var kept = new KillRun(scene);
            var attempt = new KillAttempt(scene, verb, await ArgumentsAsync(scene, verb, kept));
            var requests = await attempt.RequestsAsync();
            var killed = 0;
            for (var moment = 0; moment < requests.Count; moment++)
            {
                killed += await attempt.AtRequestAsync(moment, late: false);
                // What was held on its way may still arrive, when everything has been looked at.
                if (requests[moment].StartsWith("before", StringComparison.Ordinal) && requests[moment].EndsWith('!'))
                    killed += await attempt.AtRequestAsync(moment, late: true);
            }
            var files = await attempt.FilesAsync();
            for (var moment = 0; moment < files.Count; moment++)
                killed += await attempt.AtFileAsync(moment);
            counts.Add(
                ($"{verb}, {driver} of Helm {helm}: {requests.Count} moments of requests, {files.Count} of files, {killed} kills", killed)
            );
        }
        return counts;
    }

    private static async Task<string[]> ArgumentsAsync(KillScene scene, string verb, KillRun kept)
    {
        if (verb != "restore")
            return verb == "delete" ? scene.Delete : scene.Mark;
        await scene.ResetAsync(there: true);
        (await kept.RunAsync(scene.Delete)).MustSucceed();
        return ["restore", Assert.Single(BackupFiles.In(kept.Home))];
    }
}
