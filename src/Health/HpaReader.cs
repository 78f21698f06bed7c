using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>The target and the status of an HPA. <paramref name="TargetApiVersion"/> is null if the reference names none.</summary>
internal sealed record HpaTarget(string? TargetApiVersion, string TargetKind, string TargetName, HpaFacts Facts);

/// <summary>
/// Reads HorizontalPodAutoscalers of autoscaling/v2, v2beta2 and v1: the counts have the same names, only the conditions are
/// in another place.
/// </summary>
internal static class HpaReader
{
    private const string ConditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

    /// <summary>
    /// Never throws on any JSON; an absent or invalid value is null. An absent <c>minReplicas</c> is 1, as the API says.
    /// </summary>
    public static HpaTarget Read(KubeObject hpa)
    {
        var json = hpa.Json;
        var hasStatus = json.At("status") is not null;
        return new HpaTarget(
            json.Text("spec", "scaleTargetRef", "apiVersion"),
            json.Text("spec", "scaleTargetRef", "kind") ?? "",
            json.Text("spec", "scaleTargetRef", "name") ?? "",
            new HpaFacts(
                hpa.Meta.Name,
                json.At("spec", "minReplicas") is null ? 1 : json.Number("spec", "minReplicas"),
                json.Number("spec", "maxReplicas"),
                Count(json, hasStatus, "currentReplicas"),
                Count(json, hasStatus, "desiredReplicas")
            )
            {
                Trouble = Trouble(Conditions(hpa)),
            }
        );
    }

    /// <summary>The facts of the first HPA that targets the workload, or null.</summary>
    /// <param name="kind">The workload's kind; list items do not contain it.</param>
    public static HpaFacts? For(string kind, string ns, string name, IEnumerable<KubeObject> hpas) =>
        hpas.Where(hpa => hpa.Meta.Namespace == ns && hpa.Meta.DeletionTimestamp is null)
            .Select(Read)
            .FirstOrDefault(target => target.TargetKind == kind && target.TargetName == name && IsBuiltIn(target.TargetApiVersion))
            ?.Facts;

    // A "Deployment" of another group is another object; extensions/v1beta1 is the older name of the same object.
    private static bool IsBuiltIn(string? apiVersion) =>
        string.IsNullOrEmpty(apiVersion)
        || apiVersion.StartsWith("apps/", StringComparison.Ordinal)
        || apiVersion.StartsWith("extensions/", StringComparison.Ordinal);

    private static long? Count(JsonElement json, bool hasStatus, string name) =>
        json.At("status", name) is null ? (hasStatus ? 0 : null) : json.Number("status", name);

    private static List<Condition> Conditions(KubeObject hpa)
    {
        if (hpa.Meta.Annotation(ConditionsAnnotation) is not { } text)
            return [.. StatusReader.ConditionsOf(hpa.Json)];
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.Items().Select(StatusReader.ConditionOf)];
        }
        catch (JsonException)
        {
            return [new Condition("AbleToScale", "Unknown", "", $"the annotation {ConditionsAnnotation} cannot be read")];
        }
    }

    // ScalingLimited True only means that it is at its minimum or maximum; ScalingDisabled means that it was scaled to zero by hand.
    private static string Trouble(List<Condition> conditions) =>
        string.Join(
            "; ",
            conditions
                .Where(condition =>
                    condition is { Type: "AbleToScale" or "ScalingActive", Status: not "True", Reason: not "ScalingDisabled" }
                )
                .Select(condition =>
                    PodReason.OneLine($"{condition.Type} is {condition.Status}: {condition.Reason} {condition.Message}".TrimEnd(' ', ':'))
                )
        );
}
