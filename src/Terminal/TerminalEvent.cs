using System.Runtime.InteropServices;
using System.Text;

namespace Helmstuck.Terminal;

/// <summary>An event from the terminal or about it.</summary>
internal abstract record TerminalEvent
{
    /// <summary>When it came, where it came from the keyboard.</summary>
    public Arrival Arrival { get; init; }
}

/// <summary>
/// A key was pressed. A character comes as typed ('G', not Shift and 'g'); with Control it is the lower-case letter. Shift-Tab is
/// <see cref="Key.Tab"/> with <see cref="Terminal.Modifiers.Shift"/>. <paramref name="Rune"/> is null for all but characters.
/// </summary>
internal sealed record KeyEvent(Key Key, Rune? Rune = null, Modifiers Modifiers = Modifiers.None) : TerminalEvent
{
    public static KeyEvent Of(char character, Modifiers modifiers = Modifiers.None) => new(Key.Character, new Rune(character), modifiers);

    /// <summary>Ctrl and that lower-case letter.</summary>
    public static KeyEvent Control(char letter) => Of(letter, Modifiers.Control);

    /// <summary>True for that character without Control and Alt.</summary>
    public bool Is(char character) => Key == Key.Character && Rune?.Value == character && (Modifiers & ~Modifiers.Shift) == 0;

    public bool IsControl(char letter) => Key == Key.Character && Rune?.Value == letter && Modifiers == Modifiers.Control;
}

/// <summary>
/// Text was pasted. It is always text, never a command. Line ends are '\n'; <paramref name="Cut"/>: it was longer than the limit.
/// </summary>
internal sealed record PasteEvent(string Text, bool Cut = false) : TerminalEvent;

/// <summary>The mouse did something at that cell, counted from 0.</summary>
internal sealed record MouseEvent(MouseAction Action, int X, int Y) : TerminalEvent;

/// <summary>The terminal's answer to <c>ESC[6n</c>: 1-based row and column. The session uses it for its fence.</summary>
internal sealed record CursorReport(int Row, int Column) : TerminalEvent;

/// <summary>
/// The fenced frame is visible: keys after this event were typed afterwards. Comes once for each
/// <see cref="TerminalSession.Fence"/> whose frame was drawn; <paramref name="Answered"/> is false if the terminal did not answer in time.
/// </summary>
internal sealed record FenceLifted(bool Answered) : TerminalEvent;

/// <summary>
/// The terminal has this size now, in cells; also sent when a stopped program continues. The next frame repaints everything.
/// </summary>
internal sealed record ResizeEvent(int Width, int Height) : TerminalEvent;

/// <summary>
/// The program was asked to end (SIGTERM, SIGHUP, SIGINT, SIGQUIT). It continues until it ends itself, so that a delete in progress can be
/// journalled.
/// </summary>
internal sealed record TerminationRequested(PosixSignal Signal) : TerminalEvent;

/// <summary>
/// The program was asked to stop (SIGTSTP from outside; Ctrl-Z comes as a key): <see cref="TerminalSession.Suspend"/> does it.
/// </summary>
internal sealed record SuspendRequested : TerminalEvent;

/// <summary>The terminal is gone (a dropped connection, a closed window): no more input or output is possible.</summary>
internal sealed record TerminalGone : TerminalEvent;
