namespace Helmstuck.Recovery;

/// <summary>How much of it is carried out.</summary>
internal enum DryRunMode
{
    None,

    /// <summary>Nothing is sent that changes anything.</summary>
    Client,

    /// <summary>The API server is asked with dryRun=All: admission and preconditions answer, nothing is written.</summary>
    Server,
}
