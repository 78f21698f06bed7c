namespace Helmstuck.Terminal;

/// <summary>A position on the grid, in cells. X and Y count from the upper left corner, from 0.</summary>
internal readonly record struct Position(int X, int Y);
