namespace Helmstuck.Pipelines;

/// <summary>What a source knows about running deploys.</summary>
internal enum SourceState
{
    /// <summary>It knows of none.</summary>
    Idle,

    /// <summary>
    /// It knows of none that is running, but one starts by itself later, or the process of an interrupted one may still be running.
    /// </summary>
    Caution,

    /// <summary>At least one deploy is running or waiting to run.</summary>
    Running,

    /// <summary>It could not be asked, or its answer is not valid; the evidence says why.</summary>
    Unknown,
}
