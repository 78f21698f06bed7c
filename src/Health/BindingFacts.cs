using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>When the StorageClasses of pending claims bind a volume.</summary>
internal sealed record BindingFacts
{
    public const string FirstConsumer = "WaitForFirstConsumer";

    public static readonly BindingFacts None = new();

    /// <summary>
    /// The volumeBindingMode by the name of the class; empty if the class does not exist. Unreadable classes are absent.
    /// </summary>
    public IReadOnlyDictionary<string, string> Modes { get; init; } = new Dictionary<string, string>();

    /// <summary>Why a class could not be read, in the words of the API server.</summary>
    public string Unreadable { get; init; } = "";

    /// <summary>Events about claims, read only if a class could not be read.</summary>
    public IReadOnlyList<KubeObject> Events { get; init; } = [];

    /// <summary>The StorageClass that a claim names, also by the older annotation; null if it names none.</summary>
    public static string? ClassOf(KubeObject claim) =>
        claim.Meta.Annotation("volume.beta.kubernetes.io/storage-class") ?? claim.Json.Text("spec", "storageClassName");
}
