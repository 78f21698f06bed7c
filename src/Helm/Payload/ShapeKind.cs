namespace Helmstuck.Helm.Payload;

/// <summary>The kinds of value that Go's encoding/json distinguishes when it decodes a release.</summary>
internal enum ShapeKind
{
    /// <summary>Anything, not checked: a member that Helm does not know.</summary>
    Ignored,

    /// <summary>Anything that Go can hold in an interface{}: numbers must fit a float64.</summary>
    Any,
    Text,
    Number,
    Flag,

    /// <summary>RFC 3339, or empty as Helm 3 writes a zero time.</summary>
    HelmTime,

    /// <summary>RFC 3339 (Go: time.Time).</summary>
    Time,

    /// <summary>Base64 text (Go: []byte).</summary>
    Bytes,
    List,
    Map,
    Struct,

    /// <summary>Only null: Go cannot decode anything else into it (info.resources).</summary>
    Nothing,
}
