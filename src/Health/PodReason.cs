using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// Why a Pod is not ready, in the words of <c>kubectl get pods</c>. <paramref name="Fails"/>: something is wrong, not only unfinished.
/// <paramref name="Detail"/> is the container and the kubelet's or the scheduler's message, one line, possibly empty.
/// </summary>
internal readonly record struct PodReason(string Reason, string Detail, bool Fails)
{
    private const int LongestDetail = 300;

    private const string BackOff = "Back-off pulling image ";

    public override string ToString() => Detail.Length == 0 ? Reason : $"{Reason}: {Detail}";

    /// <summary>The reason, or null for a Pod that is ready or has completed. Never throws on any JSON.</summary>
    public static PodReason? Of(JsonElement pod)
    {
        var phase = pod.Text("status", "phase");
        if (pod.Text("metadata", "deletionTimestamp") is not null)
            return new PodReason("Terminating", "", false);
        if (phase == "Succeeded")
            return null;
        if (pod.Text("status", "reason") is { Length: > 0 } reason)
            return new PodReason(reason, OneLine(pod.Text("status", "message")), true);
        var conditions = StatusReader.ConditionsOf(pod).ToList();
        if (phase == "Running" && conditions.Any(condition => condition is { Type: "Ready", Status: "True" }))
            return null;
        foreach (var condition in conditions)
        {
            if (condition is { Type: "PodScheduled", Status: "False" })
                return new PodReason(
                    condition.Reason.Length == 0 ? "Unscheduled" : condition.Reason,
                    OneLine(condition.Message),
                    condition.Reason == "Unschedulable"
                );
        }
        var init = pod.Items("status", "initContainerStatuses")
            .Select(container => OfContainer(container, "Init:"))
            .FirstOrDefault(found => found is { Fails: true });
        if (init is not null)
            return init;
        var containers = pod.Items("status", "containerStatuses")
            .Select(container => OfContainer(container, ""))
            .OfType<PodReason>()
            .ToList();
        var worst = containers.Where(found => found.Fails).Concat(containers).Select(found => (PodReason?)found).FirstOrDefault();
        return worst
            ?? new PodReason(
                phase switch
                {
                    "Running" => "NotReady",
                    null or "" => "Pending",
                    _ => phase,
                },
                "",
                phase == "Failed"
            );
    }

    private static PodReason? OfContainer(JsonElement container, string prefix)
    {
        var name = container.Text("name") ?? "";
        if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
        {
            var starts = waiting is "ContainerCreating" or "PodInitializing";
            return new PodReason(prefix + waiting, Join(name, Exit(container, "lastState") ?? Message(container)), !starts);
        }
        if (container.At("state", "terminated") is not null)
        {
            if (container.Number("state", "terminated", "exitCode") == 0)
                return null;
            return new PodReason(
                prefix + (container.Text("state", "terminated", "reason") ?? "Error"),
                Join(name, Exit(container, "state")),
                true
            );
        }
        if (prefix.Length > 0 || container.Flag("ready") == true)
            return null;
        var restarts = container.Number("restartCount") ?? 0;
        return new PodReason(
            "NotReady",
            Join(name, restarts > 0 ? $"restarted {restarts} times, {Exit(container, "lastState") ?? "it runs"}" : null),
            restarts > 0
        );
    }

    /// <summary>The kubelet's words, without those that only repeat its reason (ImagePullBackOff).</summary>
    private static string? Message(JsonElement container) =>
        container.Text("state", "waiting", "message") is { } said && said.StartsWith(BackOff, StringComparison.Ordinal)
            ? said[BackOff.Length..]
            : container.Text("state", "waiting", "message");

    private static string? Exit(JsonElement container, string state) =>
        container.Number(state, "terminated", "exitCode") is { } code
            ? $"last exit {code} {container.Text(state, "terminated", "reason")}".TrimEnd()
                + (OneLine(container.Text(state, "terminated", "message")) is { Length: > 0 } said ? $" ({said})" : "")
            : null;

    private static string Join(string name, string? message) =>
        OneLine(
            (name, message) switch
            {
                ("", null) => "",
                ("", _) => message,
                (_, null or "") => name,
                _ => $"{name}, {message}",
            }
        );

    /// <summary>Text from the cluster as one line of at most 300 characters.</summary>
    internal static string OneLine(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestDetail)
            return line;
        var end = char.IsHighSurrogate(line[LongestDetail - 2]) ? LongestDetail - 2 : LongestDetail - 1;
        return string.Concat(line.AsSpan(0, end), "…");
    }
}
