using System.Text.Json;
using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Cli.Printers;

/// <summary>A Review as the contract's JSON. Absent values are null, never left out.</summary>
internal static class ReviewJson
{
    public static void Write(Utf8JsonWriter json, Review review)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "helmstuck/v1");
        json.WriteString("kind", "Review");
        json.WriteString("context", review.Context);
        json.WriteString("namespace", review.Namespace);
        json.WriteString("release", review.Release);
        json.WriteBoolean("stuck", review.Stuck);
        WriteRecord(json, review);
        WriteArray(json, "history", review.History.Where(record => record.Meta.IsVisibleIn(review.Release)), WriteHistory);
        WriteArray(json, "checks", review.Checks, WriteCheck);
        WriteArray(json, "workloads", review.Workloads, WriteWorkload);
        WriteArray(json, "changes", review.Changes ?? [], WriteChange);
        if (review.Outlook is { } outlook)
        {
            json.WriteStartObject("outlook");
            WriteForecast(json, "now", outlook.Now);
            WriteForecast(json, "afterDelete", outlook.AfterDelete);
            if (outlook.AfterDeleteAll is { } all)
                WriteForecast(json, "afterDeleteAll", all);
            else
                json.WriteNull("afterDeleteAll");
            json.WriteStartArray("toDelete");
            foreach (var revision in outlook.ToDelete)
                json.WriteNumberValue(revision);
            json.WriteEndArray();
            WriteForecast(json, "afterMarkFailed", outlook.AfterMarkFailed);
            json.WriteStartArray("notes");
            foreach (var note in outlook.Notes)
            {
                json.WriteStartObject();
                json.WriteString("id", note.Id);
                json.WriteString("text", note.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("outlook");
        }
        json.WriteStartObject("recommendation");
        json.WriteString("action", ReviewText.Of(review.Recommendation?.Action ?? RecommendedAction.None));
        WriteTexts(json, "reasons", review.Recommendation?.Reasons ?? []);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, Review review)
    {
        if (review.Record is not { } record)
        {
            json.WriteNull("record");
            return;
        }
        var meta = record.Meta;
        json.WriteStartObject("record");
        json.WriteString("kind", ReviewText.Of(meta.Driver));
        json.WriteString("name", meta.ObjectName);
        json.WriteString("uid", meta.Uid);
        json.WriteString("resourceVersion", meta.ResourceVersion);
        json.WriteNumber("revision", record.Revision);
        json.WriteString("status", record.Status);
        json.WriteString("labelStatus", meta.LabelStatus);
        json.WriteString("chart", record.Release?.Chart ?? "");
        json.WriteString("appVersion", record.Release?.AppVersion ?? "");
        json.WriteString("description", record.Release?.Description ?? "");
        json.WriteTime("startedAt", meta.StartedAt);
        json.WriteTime("lastWrittenAt", meta.LastWrittenAt);
        if (review.Hook is { } hook)
        {
            json.WriteStartObject("hook");
            json.WriteString("name", hook.Name);
            json.WriteString("kind", hook.Kind);
            json.WriteString("event", hook.Event);
            json.WriteString("phase", hook.Phase);
            json.WriteTime("startedAt", hook.StartedAt);
            json.WriteString("live", ReviewText.Of(hook.Life));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("hook");
        }
        json.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter json, ReleaseRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("revision", record.Revision);
        json.WriteString("status", record.Status);
        json.WriteString("labelStatus", record.Meta.LabelStatus);
        json.WriteString("chart", record.Release?.Chart ?? "");
        json.WriteString("appVersion", record.Release?.AppVersion ?? "");
        json.WriteTime("updatedAt", record.Release?.LastDeployed);
        json.WriteString("description", record.Release?.Description ?? "");
        json.WriteBoolean("decodable", record.Payload is not RecordPayload.Undecodable);
        json.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter json, Check check)
    {
        json.WriteStartObject();
        json.WriteString("id", check.Id);
        json.WriteString("state", ReviewText.Of(check.State));
        json.WriteString("summary", check.Summary);
        WriteTexts(json, "evidence", check.Evidence);
        json.WriteEndObject();
    }

    private static void WriteWorkload(Utf8JsonWriter json, WorkloadHealth workload)
    {
        json.WriteStartObject();
        json.WriteString("kind", workload.Kind);
        json.WriteString("namespace", workload.Namespace);
        json.WriteString("name", workload.Name);
        json.WriteString("verdict", HealthText.Of(workload.Verdict));
        json.WriteCount("desired", workload.Desired);
        json.WriteCount("updated", workload.Updated);
        json.WriteCount("ready", workload.Ready);
        json.WriteCount("available", workload.Available);
        json.WriteStartObject("conditions");
        if (workload.ConditionAvailable is { } available)
            json.WriteString("Available", available);
        if (workload.ConditionProgressing is { } progressing)
            json.WriteString("Progressing", progressing);
        json.WriteEndObject();
        if (workload.Hpa is { } hpa)
        {
            json.WriteStartObject("hpa");
            json.WriteString("name", hpa.Name);
            json.WriteCount("min", hpa.Min);
            json.WriteCount("max", hpa.Max);
            json.WriteCount("current", hpa.Current);
            json.WriteCount("desired", hpa.Desired);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("hpa");
        }
        json.WriteString("reason", workload.Reason);
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, ManifestChange change)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", change.Object.ApiVersion);
        json.WriteString("kind", change.Object.Kind);
        json.WriteString("namespace", change.Object.Namespace);
        json.WriteString("name", change.Object.Name);
        json.WriteString("change", ReviewText.Of(change.Change));
        json.WriteString("live", ReviewText.Of(change.Live));
        json.WriteEndObject();
    }

    private static void WriteForecast(Utf8JsonWriter json, string name, Forecast forecast)
    {
        json.WriteStartObject(name);
        if (forecast.Last is { } last)
        {
            json.WriteStartObject("last");
            json.WriteNumber("revision", last.Revision);
            json.WriteString("status", last.Status);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("last");
        }
        json.WriteBoolean("stuck", forecast.Stuck);
        json.WriteStartObject("listed");
        json.WriteBoolean("helm3", forecast.Listed.Helm3);
        json.WriteBoolean("helm3All", forecast.Listed.Helm3All);
        json.WriteBoolean("helm4", forecast.Listed.Helm4);
        json.WriteEndObject();
        WriteVerdict(json, "upgrade", forecast.Upgrade);
        WriteVerdict(json, "upgradeInstall", forecast.UpgradeInstall);
        WriteVerdict(json, "install", forecast.Install);
        WriteVerdict(json, "installReplace", forecast.InstallReplace);
        WriteVerdict(json, "rollback", forecast.Rollback);
        WriteVerdict(json, "uninstall", forecast.Uninstall);
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, string name, Verdict verdict)
    {
        json.WriteStartObject(name);
        json.WriteString("outcome", ReviewText.Of(verdict.Outcome));
        json.WriteCount("base", verdict.Base);
        json.WriteCount("newRevision", verdict.NewRevision);
        if (verdict.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteString("helm3", error.Helm3);
            json.WriteString("helm4", error.Helm4);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error");
        }
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        WriteArray(json, name, texts, (writer, text) => writer.WriteStringValue(text));
}
