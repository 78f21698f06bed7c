namespace Helmstuck.Survey;

/// <summary>How to bring a listing up to date without reading everything again.</summary>
internal sealed class ListingUpdate(ReleaseListing before, IReadOnlyList<ReleaseName> changed, string notOlderThan)
{
    public ReleaseListing Before => before;

    /// <summary>Read only these releases; none: compare the whole listing with the API server's cache.</summary>
    public IReadOnlyList<ReleaseName> Changed => changed;

    /// <summary>The resourceVersion that the answers must include; empty: a consistent read.</summary>
    public string NotOlderThan => notOlderThan;
}
