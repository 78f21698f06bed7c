using System.Text.Json;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

internal sealed partial class Recoverer
{
    /// <summary>
    /// Leaves an Event beside the record, for whoever looks at the namespace next. It is a courtesy: where it cannot be written, the
    /// outcome says so and stays what it was.
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
        var now = PlainText.Rfc3339(time.GetUtcNow());
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "Event");
            json.WriteStartObject("metadata");
            json.WriteString("generateName", "helmstuck.");
            json.WriteString("namespace", record.Namespace);
            json.WriteEndObject();
            json.WriteStartObject("involvedObject");
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", ReviewText.Of(record.Driver));
            json.WriteString("namespace", record.Namespace);
            json.WriteString("name", record.ObjectName);
            json.WriteString("uid", record.Uid);
            json.WriteEndObject();
            json.WriteString("type", "Normal");
            json.WriteString("reason", plan.Remedy == Remedy.Delete ? "HelmRecordDeleted" : "HelmRecordMarkedFailed");
            json.WriteString(
                "message",
                $"{actor.User} unstuck Helm release {plan.Review.Release}: "
                    + $"{string.Join(", ", plan.Records.Select(one => one.Meta.ObjectName))} {Done(plan.Remedy)} by kubectl helmstuck"
            );
            json.WriteStartObject("source");
            json.WriteString("component", KubeClient.FieldManager);
            json.WriteEndObject();
            json.WriteString("firstTimestamp", now);
            json.WriteString("lastTimestamp", now);
            json.WriteNumber("count", 1);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
