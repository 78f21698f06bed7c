using Helmstuck.Survey;

namespace Helmstuck.Cli.Printers;

/// <summary>The releases of one kubeconfig context.</summary>
internal sealed record ContextListing(string Context, ReleaseListing Listing);
