using Helmstuck.Kube.Certificates;

namespace Helmstuck.Kube.Exec;

/// <summary>The answer of a credential plugin: a token, a certificate, or both.</summary>
internal sealed record ExecCredential(string? Token, ClientCertificate? Certificate, DateTimeOffset? Expires);
