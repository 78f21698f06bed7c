namespace Helmstuck.Helm.Payload;

/// <summary>The result of an edit.</summary>
internal abstract record PayloadEdit<T>
{
    public sealed record Done(T Value) : PayloadEdit<T>;

    /// <summary>The record cannot be edited; the reason is a sentence without a full stop.</summary>
    public sealed record Impossible(string Reason) : PayloadEdit<T>;
}
