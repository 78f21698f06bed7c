namespace Helmstuck.Recovery;

/// <summary>What a read after a write shows of it.</summary>
internal enum Sight
{
    /// <summary>The write took effect.</summary>
    Done,

    /// <summary>The object is as it was before the write.</summary>
    Unchanged,

    /// <summary>Neither can be told: somebody else wrote it, or it cannot be read.</summary>
    Unknown,
}
