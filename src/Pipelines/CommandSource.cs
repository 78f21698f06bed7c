using System.Globalization;
using System.Text.RegularExpressions;
using Helmstuck.Processes;

namespace Helmstuck.Pipelines;

/// <summary>A program that checks: exit 0 if no deploy is running, 1 if one is (its output says which), anything else is unknown.</summary>
internal sealed class CommandSource(CommandOptions options) : ICiSource
{
    private const int MaxOutputBytes = 64 * 1024;
    private const int MaxLines = 50;
    private const int MaxLineLength = 500;

    public string Name => options.Name;

    public Regex? Contexts => options.Contexts;

    public bool? IsDeploy(RunnerJob job) => null;

    public async Task<SourceAnswer> AskAsync(CancellationToken cancellation)
    {
        var program = options.Run.Count > 0 ? options.Run[0] : "";
        var seconds = options.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        var command = new ChildCommand(options.Run) { Timeout = options.Timeout, MaxOutputBytes = MaxOutputBytes };
        return await Child.RunAsync(command, cancellation).ConfigureAwait(false) switch
        {
            ChildResult.Exited { ExitCode: 0 } idle => new SourceAnswer(
                Name,
                SourceState.Idle,
                [$"{program} exited 0", .. Lines(idle.Output)]
            ),
            ChildResult.Exited { ExitCode: 1 } running => Running(program, Lines(running.Output)),
            ChildResult.Exited other => Unknown(
                string.Create(CultureInfo.InvariantCulture, $"{program} exited {other.ExitCode}"),
                other.ErrorOutput,
                other.Output
            ),
            ChildResult.Signalled killed => Unknown(
                string.Create(CultureInfo.InvariantCulture, $"{program} was ended by signal {killed.Signal}"),
                killed.ErrorOutput,
                killed.Output
            ),
            ChildResult.TimedOut late => Unknown($"{program} did not end within {seconds}s and was killed", late.ErrorOutput, late.Output),
            ChildResult.NotStarted failed => Unknown($"{failed.Program} could not be started: {failed.Reason}", "", ""),
            var unexpected => throw new InvalidOperationException($"unknown result of a child process: {unexpected.GetType().Name}"),
        };
    }

    private SourceAnswer Running(string program, List<string> lines) =>
        new(Name, SourceState.Running, lines.Count > 0 ? lines : [$"{program} exited 1"])
        {
            Links = [.. lines.SelectMany(line => line.Split(' ')).Where(word => WebAddress.OrEmpty(word).Length > 0)],
        };

    private SourceAnswer Unknown(string reason, string errorOutput, string output) =>
        new(Name, SourceState.Unknown, [reason, .. Lines(errorOutput), .. Lines(output)]);

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0)
            .Select(line => line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line)
            .ToList();
        return lines.Count <= MaxLines
            ? lines
            : [.. lines.Take(MaxLines), string.Create(CultureInfo.InvariantCulture, $"… {lines.Count - MaxLines} more lines")];
    }
}
