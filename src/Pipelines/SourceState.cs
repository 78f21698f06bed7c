namespace Helmstuck.Pipelines;

/// <summary>What a source knows of running deploys.</summary>
internal enum SourceState
{
    /// <summary>It was asked and knows of none.</summary>
    Idle,

    /// <summary>None runs that it knows of, but one starts by itself later, or the process of one that was cut off may live on.</summary>
    Caution,

    /// <summary>At least one deploy runs or waits to run.</summary>
    Running,

    /// <summary>It could not be asked, or its answer is no answer; the evidence says why.</summary>
    Unknown,
}
