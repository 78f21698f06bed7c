namespace Helmstuck.Kube;

/// <summary>An answer of the cluster, or why there is none. Expected failures are values; exceptions are for bugs.</summary>
internal abstract record KubeResult<T>
{
    public sealed record Ok(T Value) : KubeResult<T>;

    public sealed record Failed(KubeError Reason) : KubeResult<T>;

    public static implicit operator KubeResult<T>(KubeError error) => new Failed(error);

    public static implicit operator KubeResult<T>(T value) => new Ok(value);

    /// <summary>The value, or default where the request failed.</summary>
    public T? ValueOrDefault => this is Ok ok ? ok.Value : default;

    /// <summary>The error, or null where the request succeeded.</summary>
    public KubeError? Error => (this as Failed)?.Reason;

    public KubeResult<TOther> Select<TOther>(Func<T, TOther> map) =>
        this switch
        {
            Ok ok => map(ok.Value),
            Failed failed => failed.Reason,
            _ => throw new InvalidOperationException("a result is Ok or Failed"),
        };
}

/// <summary>Why a request has no answer.</summary>
internal enum KubeErrorKind
{
    /// <summary>The settings that lead to the cluster are wrong or missing (kubeconfig, context, credentials file).</summary>
    Configuration,

    /// <summary>Nobody listens at the server's address.</summary>
    Refused,

    /// <summary>Name resolution, routing, TLS: no conversation came about.</summary>
    Unreachable,

    /// <summary>The request timeout passed.</summary>
    Timeout,
    Unauthorized,
    Forbidden,
    NotFound,
    AlreadyExists,

    /// <summary>409: a precondition (uid, resourceVersion) does not hold.</summary>
    Conflict,

    /// <summary>410: the list's continue token or resourceVersion is too old.</summary>
    Expired,
    Invalid,
    TooManyRequests,
    Server,

    /// <summary>The answer was not what the API promises.</summary>
    BadAnswer,
}

/// <summary>
/// A failed request in kubectl's own words. <paramref name="Message"/> is complete and one line, ready to print after <c>error: </c>-less
/// (it carries its own prefix as kubectl does).
/// </summary>
internal sealed record KubeError(KubeErrorKind Kind, string Message, int StatusCode = 0, string Reason = "")
{
    /// <summary>False where it cannot be known whether the server acted on a mutation (timeout, broken connection after sending).</summary>
    public bool CertainlyNotApplied { get; init; } = true;
}
