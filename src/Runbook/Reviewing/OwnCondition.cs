namespace Helmstuck.Runbook.Reviewing;

/// <summary>What a pipeline knows of the operations that it starts itself, to recognise one of them in a stuck record.</summary>
internal abstract record OwnCondition(string Id)
{
    /// <summary>The record has this chart.</summary>
    /// <param name="Name">With <paramref name="Version"/>; or <c>NAME-VERSION</c>, if that is null. Null: the pipeline did not say.</param>
    public sealed record Chart(string? Name, string? Version) : OwnCondition("chart")
    {
        public string? Text => Version is null ? Name : $"{Name}-{Version}";
    }

    /// <summary>The record has user-supplied values with this digest.</summary>
    /// <param name="Digest">Null: it is not known; <paramref name="Unknown"/> says why.</param>
    public sealed record Values(string? Digest, string? Unknown) : OwnCondition("values");

    /// <summary>The record has a label with this value, which the operation itself gave it.</summary>
    /// <param name="Key">Null: any label that is not Helm's own, or a word of the description.</param>
    public sealed record Label(string? Key, string Value) : OwnCondition("label")
    {
        public string Text => Key is null ? Value : $"{Key}={Value}";
    }
}
