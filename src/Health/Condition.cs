namespace Helmstuck.Health;

/// <summary>An entry of <c>status.conditions</c>; absent members are empty.</summary>
internal readonly record struct Condition(string Type, string Status, string Reason, string Message)
{
    /// <summary>When <see cref="Status"/> changed last.</summary>
    public DateTimeOffset? TransitionTime { get; init; }

    /// <summary>When the controller wrote it last; only some conditions contain this time.</summary>
    public DateTimeOffset? UpdateTime { get; init; }

    /// <summary>Its reason and message, as far as it has them: "Deploying: soon".</summary>
    public string Words =>
        (Reason, Message) switch
        {
            ("", "") => "no reason given",
            ("", _) => Message,
            (_, "") => Reason,
            _ => $"{Reason}: {Message}",
        };

    /// <summary>The later of the two.</summary>
    public DateTimeOffset? MovedAt => UpdateTime > TransitionTime || TransitionTime is null ? UpdateTime : TransitionTime;
}
