using System.Text.Json;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

internal sealed partial class Recoverer
{
    /// <summary>
    /// Creates an Event for the record, for the next person who looks at the namespace. It is optional: if it cannot be written, the
    /// outcome says so and is otherwise unchanged.
    /// </summary>
    private async Task<RecoveryOutcome> WithEventAsync(RecoveryOutcome outcome, RecoveryPlan plan, Journal.Actor actor)
    {
        var record = plan.Records[0].Meta;
        var answer = await client
            .CreateAsync(ResourceType.Events, record.Namespace, Event(plan, actor), DryRun.None, CancellationToken.None)
            .ConfigureAwait(false);
        return answer.Error is { } error
            ? outcome with
            {
                Lines = [.. outcome.Lines, $"the Event could not be written: {error.Message}"],
            }
            : outcome;
    }

    private byte[] Event(RecoveryPlan plan, Journal.Actor actor)
    {
        var record = plan.Records[0].Meta;
        var facts = RemedyFacts.Of(plan.Remedy);
        var now = PlainText.Rfc3339(time.GetUtcNow());
        var message =
            $"{actor.User}{OtherHands.EventUser}{plan.Review.Release}: "
            + $"{string.Join(", ", plan.Records.Select(one => one.Meta.ObjectName))} {facts.Participle} by kubectl helmstuck";
        return JsonSerializer.SerializeToUtf8Bytes(
            new EventDocument(
                "v1",
                "Event",
                new EventDocument.MetadataPart("helmstuck.", record.Namespace),
                new EventDocument.ObjectPart("v1", ReviewText.Of(record.Driver), record.Namespace, record.ObjectName, record.Uid),
                "Normal",
                OtherHands.EventReason(plan.Remedy),
                message,
                new EventDocument.SourcePart(KubeClient.FieldManager),
                now,
                now,
                1
            ),
            RecoveryJson.Default.EventDocument
        );
    }
}
