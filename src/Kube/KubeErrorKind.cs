namespace Helmstuck.Kube;

/// <summary>Why a request failed.</summary>
internal enum KubeErrorKind
{
    /// <summary>The settings for the connection are wrong or missing (kubeconfig, context, credentials file).</summary>
    Configuration,

    /// <summary>Nothing listens at the server's address.</summary>
    Refused,

    /// <summary>Name resolution, routing or TLS failed.</summary>
    Unreachable,

    /// <summary>The request timed out.</summary>
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

    /// <summary>The answer does not follow the API.</summary>
    BadAnswer,
}
