using Helmstuck.Pipelines;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>ci-jobs</c>: no CI job acts on this cluster. With no source configured it is unknown, never pass: the person attests.
/// </summary>
internal static class CiJobsCheck
{
    public static Check Of(CiJobsAnswer answer)
    {
        var evidence = new List<string>(answer.Evidence);
        evidence.AddRange(answer.Links.Where(link => !evidence.Any(line => line.Contains(link, StringComparison.Ordinal))));
        if (answer.State == SourceState.Running)
        {
            var running = answer.Sources.First(source => source.State == SourceState.Running);
            return new Check(
                CheckId.CiJobs,
                CheckState.Fail,
                $"{running.Name}: {(running.Evidence is [var first, ..] ? first : "a CI job runs")}",
                evidence
            );
        }
        if (!answer.Configured)
            return new Check(
                CheckId.CiJobs,
                CheckState.Unknown,
                "no CI source is configured for this context: look yourself, then attest",
                evidence
            );
        if (answer.Sources.FirstOrDefault(source => source.State == SourceState.Unknown) is { } unknown)
            return new Check(
                CheckId.CiJobs,
                CheckState.Unknown,
                $"{unknown.Name} could not be asked: {(unknown.Evidence is [var why, ..] ? why : "no reason given")}",
                evidence
            );
        return new Check(
            CheckId.CiJobs,
            CheckState.Pass,
            $"no CI job runs ({string.Join(", ", answer.Sources.Select(source => source.Name))})",
            evidence
        );
    }
}
