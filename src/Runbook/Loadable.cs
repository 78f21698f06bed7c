namespace Helmstuck.Runbook;

/// <summary>A fact that was asked for: still being read, known, or unreadable with the reason in words.</summary>
internal abstract record Loadable<T>
{
    public sealed record Loading : Loadable<T>;

    public sealed record Known(T Value) : Loadable<T>;

    public sealed record Unreadable(string Why) : Loadable<T>;

    public static implicit operator Loadable<T>(T value) => new Known(value);

    /// <summary>The value, or default if it is not known (yet).</summary>
    public T? ValueOrDefault => this is Known known ? known.Value : default;
}

/// <summary>Creates facts without a value.</summary>
internal static class Loadable
{
    public static Loadable<T> Loading<T>() => new Loadable<T>.Loading();

    public static Loadable<T> Unreadable<T>(string why) => new Loadable<T>.Unreadable(why);
}
