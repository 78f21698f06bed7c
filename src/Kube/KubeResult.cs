namespace Helmstuck.Kube;

/// <summary>An answer of the cluster, or an error. Expected failures are values; exceptions are for bugs.</summary>
internal abstract record KubeResult<T>
{
    public sealed record Ok(T Value) : KubeResult<T>;

    public sealed record Failed(KubeError Reason) : KubeResult<T>;

    public static implicit operator KubeResult<T>(KubeError error) => new Failed(error);

    public static implicit operator KubeResult<T>(T value) => new Ok(value);

    /// <summary>The value, or default where the request failed.</summary>
    public T? ValueOrDefault => this is Ok ok ? ok.Value : default;

    /// <summary>The error, or null if the request succeeded.</summary>
    public KubeError? Error => (this as Failed)?.Reason;

    public KubeResult<TOther> Select<TOther>(Func<T, TOther> map) =>
        this switch
        {
            Ok ok => map(ok.Value),
            Failed failed => failed.Reason,
            _ => throw new InvalidOperationException("a result is Ok or Failed"),
        };
}
