namespace Helmstuck.Helm.Manifests;

/// <summary>A document that Helm could not have read. The message is a sentence and quotes no values.</summary>
internal sealed class ManifestException(string message) : Exception(message);
