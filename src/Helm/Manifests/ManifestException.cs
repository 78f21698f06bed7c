namespace Helmstuck.Helm.Manifests;

/// <summary>A document that Helm cannot read. The message is a sentence and contains no values.</summary>
internal sealed class ManifestException(string message) : Exception(message);
