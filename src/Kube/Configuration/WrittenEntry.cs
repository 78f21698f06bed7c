namespace Helmstuck.Kube.Configuration;

/// <summary>An entry of a kubeconfig's list as its file has it; no <paramref name="Content"/>: only a name.</summary>
internal sealed record WrittenEntry(string Path, YamlTree? Content)
{
    public bool SaysTheSameAs(WrittenEntry other) => Content?.ToJson() == other.Content?.ToJson();
}
