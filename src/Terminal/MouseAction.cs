namespace Helmstuck.Terminal;

/// <summary>What the mouse did.</summary>
internal enum MouseAction
{
    /// <summary>The left button was pressed.</summary>
    Click,
    WheelUp,
    WheelDown,
}
