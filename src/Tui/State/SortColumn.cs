namespace Helmstuck.Tui.State;

/// <summary>What the list of releases is sorted by.</summary>
internal enum SortColumn
{
    /// <summary>As it was found.</summary>
    None,
    Name,
    Status,
    Revision,
    Age,
}
