namespace Helmstuck.Kube;

/// <summary>
/// A failed request in kubectl's own words. <paramref name="Message"/> is complete and one line, ready to print after <c>error: </c>-less
/// (it carries its own prefix as kubectl does).
/// </summary>
internal sealed record KubeError(KubeErrorKind Kind, string Message, int StatusCode = 0, string Reason = "")
{
    /// <summary>False where it cannot be known whether the server acted on a mutation (timeout, broken connection after sending).</summary>
    public bool CertainlyNotApplied { get; init; } = true;
}
