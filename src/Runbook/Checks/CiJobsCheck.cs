using Helmstuck.Pipelines;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>ci-jobs</c>: no CI job is changing this cluster. If no source is configured, it is unknown, never pass: the user attests it.
/// </summary>
internal static class CiJobsCheck
{
    public const string Id = "ci-jobs";

    public const string Attestation = "I have checked that no CI job is running";

    public static readonly CheckDefinition Definition = new FactCheck<CiJobsAnswer>
    {
        Id = Id,
        Question = "Is no CI job changing this cluster?",
        Topic = CheckTopic.Running,
        CanBeOverridden = true,
        Attestation = Attestation,
        Advises = RecommendedAction.Wait,
        Doubt = static check => check.State == CheckState.Unknown ? $"first make sure that no CI job is running: {check.Summary}" : null,
        ReadAt = static facts => facts.CiJobsAt,
        Reads = static subject => subject.Facts.CiJobs,
        Judges = static (_, answer) => Of(answer),
    };

    public static CheckAnswer Of(CiJobsAnswer answer)
    {
        var evidence = new List<string>(answer.Evidence);
        evidence.AddRange(answer.Links.Where(link => !evidence.Any(line => line.Contains(link, StringComparison.Ordinal))));
        if (answer.State == SourceState.Running)
        {
            var running = answer.Sources.First(source => source.State == SourceState.Running);
            return new CheckAnswer(
                CheckState.Fail,
                $"{running.Name}: {(running.Evidence is [var first, ..] ? first : "a CI job is running")}",
                evidence
            );
        }
        if (!answer.Configured)
            return new CheckAnswer(
                CheckState.Unknown,
                "no CI source is configured for this context: check CI yourself, then attest",
                evidence
            );
        if (answer.Sources.FirstOrDefault(source => source.State == SourceState.Unknown) is { } unknown)
            return new CheckAnswer(
                CheckState.Unknown,
                $"{unknown.Name} could not be asked: {(unknown.Evidence is [var why, ..] ? why : "no reason given")}",
                evidence
            );
        if (answer.Sources.FirstOrDefault(source => source.State == SourceState.Caution) is { } caution)
            return new CheckAnswer(
                CheckState.Warn,
                $"{caution.Name}: {(caution.Evidence is [var what, ..] ? what : "a CI job may act soon")}",
                evidence
            );
        return new CheckAnswer(
            CheckState.Pass,
            $"no CI job is running ({string.Join(", ", answer.Sources.Select(source => source.Name))})",
            evidence
        );
    }
}
