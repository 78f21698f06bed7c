namespace Helmstuck.Tui.State;

internal enum FollowMode
{
    /// <summary>It is not known yet whether a watch is possible.</summary>
    Unknown,

    /// <summary>The API server reports each change.</summary>
    Live,

    /// <summary>The screen asks again and again.</summary>
    Polling,
}
