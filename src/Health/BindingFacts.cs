using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>When the StorageClasses of pending claims bind a volume.</summary>
internal sealed record BindingFacts
{
    public const string FirstConsumer = "WaitForFirstConsumer";

    public static readonly BindingFacts None = new();

    /// <summary>
    /// The volumeBindingMode by the name of the class; empty where the class does not exist. Unreadable classes are absent.
    /// </summary>
    public IReadOnlyDictionary<string, string> Modes { get; init; } = new Dictionary<string, string>();

    /// <summary>Why a class could not be read, in the server's words.</summary>
    public string Unreadable { get; init; } = "";

    /// <summary>Events about claims, read only where a class could not be.</summary>
    public IReadOnlyList<KubeObject> Events { get; init; } = [];

    /// <summary>The StorageClass that a claim names, also in the older way; null where it names none.</summary>
    public static string? ClassOf(KubeObject claim) =>
        claim.Meta.Annotation("volume.beta.kubernetes.io/storage-class") ?? claim.Json.Text("spec", "storageClassName");
}
