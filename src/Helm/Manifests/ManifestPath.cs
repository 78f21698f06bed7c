namespace Helmstuck.Helm.Manifests;

/// <summary>
/// The place of a field in an object, as it is shown: <c>spec.template.spec.containers[name=web].image</c>,
/// <c>metadata.labels['app.kubernetes.io/name']</c>.
/// </summary>
internal static class ManifestPath
{
    public static string Member(string path, string name) =>
        name.Length == 0 || name.AsSpan().IndexOfAny(".[]' ") >= 0 ? $"{path}['{name}']"
        : string.IsNullOrEmpty(path) ? name
        : $"{path}.{name}";

    public static string Item(string path, string key) => $"{path}[{key}]";
}
