using System.Text.Json;
using Helmstuck.Go;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// Reads a release's JSON token by token, checks each value against its <see cref="Shape"/>, and keeps those that have a slot.
/// </summary>
internal sealed class PayloadBuilder
{
    private readonly record struct Frame(Shape Shape, bool IsList);

    private readonly Stack<Frame> open = new();
    private readonly List<ReleaseHook> hooks = [];
    private readonly List<string> events = [];
    private Shape next = Shape.Release;
    private ReleasePayload release = new()
    {
        Name = "",
        Version = 0,
        HasInfo = false,
    };
    private ReleaseHook hook = new() { Name = "" };

    /// <summary>Reads the current token. Returns null, or a sentence that says why Go could not decode it into a release.</summary>
    public string? Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var parent = open.Peek().Shape;
                next = parent.Kind == ShapeKind.Struct ? parent.Member(GoJson.Text(ref reader)) : parent.Inner;
                return null;
            case JsonTokenType.StartObject:
                return Open(Expected(), false);
            case JsonTokenType.StartArray:
                return Open(Expected(), true);
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close(open.Pop());
                return null;
            case JsonTokenType.Null:
                Clear(Expected().Slot);
                return null;
            default:
                return Scalar(ref reader, Expected());
        }
    }

    public ReleasePayload Build() => release with { Hooks = [.. hooks] };

    /// <summary>The shape of the next value: that of its name, or of an item of the surrounding list.</summary>
    private Shape Expected() => open.TryPeek(out var parent) && parent.IsList ? parent.Shape.Inner : next;

    private string? Open(Shape shape, bool isList)
    {
        var fits =
            shape.Kind is ShapeKind.Any or ShapeKind.Ignored
            || (isList ? shape.Kind is ShapeKind.List or ShapeKind.Bytes : shape.Kind is ShapeKind.Struct or ShapeKind.Map);
        if (!fits)
            return Misfit(isList ? "an array" : "an object", shape);
        open.Push(new Frame(shape, isList));
        switch (shape.Slot)
        {
            case PayloadSlot.Info:
                release = release with { HasInfo = true };
                break;
            case PayloadSlot.Hooks:
                hooks.Clear();
                break;
            case PayloadSlot.Hook:
                hook = new ReleaseHook { Name = "" };
                events.Clear();
                break;
            case PayloadSlot.HookEvents:
                events.Clear();
                break;
        }
        return null;
    }

    private void Close(Frame frame)
    {
        if (frame.Shape.Slot == PayloadSlot.Hook)
            hooks.Add(hook with { Events = [.. events] });
    }

    /// <summary>Null resets Go's pointers and slices, and leaves everything else unchanged.</summary>
    private void Clear(PayloadSlot slot)
    {
        if (slot == PayloadSlot.Hooks)
            hooks.Clear();
        else if (slot == PayloadSlot.HookEvents)
            events.Clear();
        else if (slot == PayloadSlot.Info)
            release = release with
            {
                HasInfo = false,
                Status = ReleaseStatus.Unknown,
                Description = "",
                RollbackRevision = 0,
                FirstDeployed = null,
                LastDeployed = null,
                Deleted = null,
            };
    }

    private string? Scalar(ref Utf8JsonReader reader, Shape shape)
    {
        switch (reader.TokenType, shape.Kind)
        {
            case (JsonTokenType.Number, ShapeKind.Ignored) when shape.Slot != PayloadSlot.None && reader.TryGetInt64(out var ignored):
                Keep(shape.Slot, ignored);
                return null;
            case (_, ShapeKind.Ignored):
            case (JsonTokenType.String or JsonTokenType.True or JsonTokenType.False, ShapeKind.Any):
            case (JsonTokenType.True or JsonTokenType.False, ShapeKind.Flag):
                return null;
            case (JsonTokenType.Number, ShapeKind.Any):
                return GoJson.FitsDouble(ref reader) ? null : "a number is too large for a float64";
            case (JsonTokenType.Number, ShapeKind.Number):
                if (!reader.TryGetInt64(out var number))
                    return "a number is not whole, or is larger than Helm can hold";
                Keep(shape.Slot, number);
                return null;
            case (JsonTokenType.String, ShapeKind.Text):
                if (shape.Slot != PayloadSlot.None)
                    Keep(shape.Slot, GoJson.Text(ref reader));
                return null;
            case (JsonTokenType.String, ShapeKind.Time or ShapeKind.HelmTime):
                var time = GoJson.Text(ref reader);
                // Go's time.Time parses the raw JSON text; Helm 4 unescapes its own times first (Helm:
                // release/v1/info.go UnmarshalJSON).
                if (reader.ValueIsEscaped && shape.Kind == ShapeKind.Time)
                    return "a time is not RFC 3339";
                if (!(time.Length == 0 && shape.Kind == ShapeKind.HelmTime) && !GoTime.IsValid(time))
                    return "a time is not RFC 3339";
                Keep(shape.Slot, Json.ParseTime(time));
                return null;
            case (JsonTokenType.String, ShapeKind.Bytes):
                return GoJson.IsBase64(ref reader) ? null : "a file's data is not base64";
            default:
                return Misfit(
                    reader.TokenType == JsonTokenType.String ? "a string"
                        : reader.TokenType == JsonTokenType.Number ? "a number"
                        : "a boolean",
                    shape
                );
        }
    }

    private static string Misfit(string found, Shape shape) =>
        shape.Slot == PayloadSlot.None
            ? $"{found} where Helm expects {NameOf(shape.Kind)}"
            : $"{found} where Helm expects {NameOf(shape.Kind)} ({shape.Slot})";

    private static string NameOf(ShapeKind kind) =>
        kind switch
        {
            ShapeKind.Text => "a string",
            ShapeKind.Number => "a whole number",
            ShapeKind.Flag => "a boolean",
            ShapeKind.HelmTime or ShapeKind.Time => "a time",
            ShapeKind.Bytes => "base64",
            ShapeKind.List => "an array",
            ShapeKind.Nothing => "nothing",
            _ => "an object",
        };

    private void Keep(PayloadSlot slot, long number)
    {
        if (slot == PayloadSlot.Version)
            release = release with { Version = number };
        else if (slot == PayloadSlot.HookWeight)
            hook = hook with { Weight = number };
        else if (slot == PayloadSlot.RollbackRevision)
            release = release with { RollbackRevision = number };
    }

    private void Keep(PayloadSlot slot, DateTimeOffset? time)
    {
        switch (slot)
        {
            case PayloadSlot.FirstDeployed:
                release = release with { FirstDeployed = time };
                break;
            case PayloadSlot.LastDeployed:
                release = release with { LastDeployed = time };
                break;
            case PayloadSlot.Deleted:
                release = release with { Deleted = time };
                break;
            case PayloadSlot.HookStartedAt:
                hook = hook with { StartedAt = time };
                break;
            case PayloadSlot.HookCompletedAt:
                hook = hook with { CompletedAt = time };
                break;
        }
    }

    private void Keep(PayloadSlot slot, string text)
    {
        switch (slot)
        {
            case PayloadSlot.Name:
                release = release with { Name = text };
                break;
            case PayloadSlot.Namespace:
                release = release with { Namespace = text };
                break;
            case PayloadSlot.Status:
                release = release with { Status = text.Length == 0 ? ReleaseStatus.Unknown : text };
                break;
            case PayloadSlot.Description:
                release = release with { Description = text };
                break;
            case PayloadSlot.ChartName:
                release = release with { ChartName = text };
                break;
            case PayloadSlot.ChartVersion:
                release = release with { ChartVersion = text };
                break;
            case PayloadSlot.AppVersion:
                release = release with { AppVersion = text };
                break;
            case PayloadSlot.Manifest:
                release = release with { Manifest = text };
                break;
            case PayloadSlot.ApplyMethod:
                release = release with { ApplyMethod = text };
                break;
            case PayloadSlot.HookName:
                hook = hook with { Name = text };
                break;
            case PayloadSlot.HookKind:
                hook = hook with { Kind = text };
                break;
            case PayloadSlot.HookManifest:
                hook = hook with { Manifest = text };
                break;
            case PayloadSlot.HookPhase:
                hook = hook with { Phase = text };
                break;
            case PayloadSlot.HookEvent:
                events.Add(text);
                break;
        }
    }
}
