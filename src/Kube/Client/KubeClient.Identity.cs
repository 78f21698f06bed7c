using Helmstuck.Kube.Certificates;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    /// <summary>
    /// May this user do <paramref name="verb"/> (get, list, delete, …)? A SelfSubjectAccessReview, as <c>kubectl auth can-i</c>. An error
    /// means unknown. A null <paramref name="name"/> asks for all names.
    /// </summary>
    public Task<KubeResult<AccessDecision>> CanIAsync(string verb, ResourceType type, string ns, string? name, CancellationToken ct)
    {
        var body = Write(writer =>
        {
            writer.WriteString("kind", "SelfSubjectAccessReview");
            writer.WriteString("apiVersion", "authorization.k8s.io/v1");
            writer.WriteStartObject("spec");
            writer.WriteStartObject("resourceAttributes");
            if (type.Namespaced)
                writer.WriteString("namespace", ns);
            writer.WriteString("verb", verb);
            writer.WriteString("group", type.Group);
            writer.WriteString("version", type.Version);
            writer.WriteString("resource", type.Plural);
            if (name is not null)
                writer.WriteString("name", name);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        var review = new ResourceType("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false);
        return SendAsync<AccessDecision>(
            new Call(HttpMethod.Post, ApiPath.Of(review, null, null)) { Body = body, Type = review },
            async (stream, token) =>
            {
                var answer = await ObjectAsync(stream, token).ConfigureAwait(false);
                if (answer is not KubeResult<KubeObject>.Ok { Value: var found })
                    return answer.Error!;
                // If the authorizer could not decide, the answer is neither yes nor no.
                if (
                    found.Json.Flag("status", "allowed") is not true
                    && found.Json.Text("status", "evaluationError") is { Length: > 0 } problem
                )
                    return new KubeError(
                        KubeErrorKind.Server,
                        KubeError.OneLine($"error: the server cannot tell whether {verb} {type.Qualified} is allowed: {problem}")
                    );
                return found.Json.Flag("status", "allowed") is { } allowed
                    ? new AccessDecision(allowed, found.Json.Text("status", "reason") ?? "")
                    : throw new System.Text.Json.JsonException("a review without a decision");
            },
            ct
        );
    }

    /// <summary>
    /// The user as the API server sees it: a SelfSubjectReview if it is served (1.26 and later), else what the settings say: the
    /// impersonated user, the certificate's common name, the basic-auth name, the kubeconfig's user entry. Fails only if the server cannot
    /// be reached.
    /// </summary>
    public async Task<KubeResult<WhoAmI>> WhoAmIAsync(CancellationToken ct)
    {
        foreach (var version in (string[])["v1", "v1beta1", "v1alpha1"])
        {
            var review = new ResourceType("authentication.k8s.io", version, "selfsubjectreviews", "SelfSubjectReview", false);
            // Discovery first: on a server without it, the request would be an attempt to create an object.
            if ((await FindTypeAsync(review.ApiVersion, review.Kind, ct).ConfigureAwait(false)).Error is { } absent)
            {
                if (absent.Kind is KubeErrorKind.NotFound or KubeErrorKind.Forbidden)
                    continue;
                return absent;
            }
            var body = Write(writer =>
            {
                writer.WriteString("kind", review.Kind);
                writer.WriteString("apiVersion", review.ApiVersion);
            });
            var answer = await SendAsync(
                    new Call(HttpMethod.Post, ApiPath.Of(review, null, null)) { Body = body, Type = review },
                    ObjectAsync,
                    ct
                )
                .ConfigureAwait(false);
            switch (answer)
            {
                case KubeResult<KubeObject>.Ok { Value: var found }
                    when found.Json.Text("status", "userInfo", "username") is { Length: > 0 } name:
                    return new WhoAmI(name, true);
                case KubeResult<KubeObject>.Failed
                {
                    Reason.Kind: not (KubeErrorKind.NotFound or KubeErrorKind.Forbidden) and var kind
                } failed when kind != KubeErrorKind.Invalid:
                    return failed.Reason;
            }
        }
        return new WhoAmI(BestKnownUser(), false);
    }

    private string BestKnownUser()
    {
        if (Target.Impersonation is { } impersonation)
            return impersonation.User;
        if (Target.Credentials is { Username: { Length: > 0 } username })
            return username;
        var anonymous = Target.Credentials is { Token: null, TokenFile: null, Exec: null };
        return anonymous && ClientCertificates.CommonName(Target.Tls) is { } name ? name : Target.User;
    }
}
