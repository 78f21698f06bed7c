namespace Helmstuck.Recovery;

/// <summary>What a read after a write shows.</summary>
internal enum Sight
{
    /// <summary>The write took effect.</summary>
    Done,

    /// <summary>The object is as it was before the write.</summary>
    Unchanged,

    /// <summary>Not known: something else wrote the object, or it cannot be read.</summary>
    Unknown,
}
