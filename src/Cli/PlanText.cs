using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Cli;

/// <summary>What a command says, on standard error, about the plan that it is about to carry out.</summary>
internal static class PlanText
{
    /// <summary>Open requests of earlier runs, what is not green or lifted, the object, its backup, and what follows.</summary>
    public static void Say(Session session, RecoveryPlan plan, GateDecision gate, IReadOnlyList<string> backups)
    {
        var streams = session.Streams;
        var review = plan.Review;
        foreach (var open in session.Reporter.Open(review))
            streams.Say($"warn: {open}");
        foreach (var check in plan.NotGreen)
            streams.Say($"{ReviewText.Of(check.State)}: {check.Id}: {check.Summary}");
        foreach (var lifted in gate.Applied)
            streams.Say($"overridden: {lifted.CheckId}: {lifted.Reason}");
        foreach (var id in gate.Attested)
            streams.Say($"attested: {CheckList.Find(id)?.Attestation}");
        foreach (var (record, backup) in plan.Records.Zip(backups))
        {
            streams.Say(
                $"{RemedyFacts.Of(plan.Remedy).Imperative}: {ReviewText.Of(record.Meta.Driver)} "
                    + $"{record.Meta.ObjectName} in {review.Namespace} on {review.Context} ({review.Server})"
            );
            streams.Say($"  uid {record.Meta.Uid}, resourceVersion {record.Meta.ResourceVersion}");
            streams.Say($"  backup: {backup}");
        }
        if (review.Recommendation is { } advice && advice.Action != RemedyFacts.Of(plan.Remedy).Advice)
            streams.Say($"advised: {ReviewText.Of(advice.Action)}: {advice.Reasons[0]}");
        streams.Say(plan.Now);
        streams.Say(plan.Next);
        if (plan.ClusterRuns.Length > 0)
            streams.Say(plan.ClusterRuns);
    }
}
