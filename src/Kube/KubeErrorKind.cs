namespace Helmstuck.Kube;

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
