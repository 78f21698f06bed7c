namespace Helmstuck.Kube;

/// <summary>When a credential plugin can use standard input.</summary>
internal enum InteractiveMode
{
    Never,
    IfAvailable,
    Always,
}
