namespace Helmstuck.Runbook;

/// <summary>Something that was asked of the world: still on its way, known, or unreadable with the reason in words.</summary>
internal abstract record Fact<T>
{
    public sealed record Loading : Fact<T>;

    public sealed record Known(T Value) : Fact<T>;

    public sealed record Unreadable(string Why) : Fact<T>;

    public static implicit operator Fact<T>(T value) => new Known(value);

    /// <summary>The value, or default where it is not known (yet).</summary>
    public T? ValueOrDefault => this is Known known ? known.Value : default;
}

/// <summary>Makes facts that have no value yet.</summary>
internal static class Fact
{
    public static Fact<T> Loading<T>() => new Fact<T>.Loading();

    public static Fact<T> Unreadable<T>(string why) => new Fact<T>.Unreadable(why);
}
