// The screen of kubectl-helmstuck on the widgets of Terminal.Gui: what bench/run.sh --peer terminal-gui measures.
//   terminal-gui-peer version       prints the version of the package
//   terminal-gui-peer FILE... PAGE...   lists the files, and shows the text of the selected one or, after 2, of its page until 1;
//                                   j and k move, d asks for the revision 1234, q quits
using System.Collections.ObjectModel;
using System.Reflection;
using Terminal.Gui.App;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

if (args is ["version"])
{
    Console.WriteLine(typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return;
}

var pages = args.Select(File.ReadAllText).ToList();
var releases = args[..(args.Length / 2)];
var tab = 0;
using var app = Application.Create();
app.Init();
using var window = new Window { Title = "Stuck releases" };
var list = new ListView { Width = Dim.Fill(), Height = releases.Length };
var page = new Label
{
    Y = releases.Length + 1,
    Width = Dim.Fill(),
    Height = Dim.Fill(),
    Text = pages[0],
};
list.SetSource(new ObservableCollection<string>(releases.Select(file => Path.GetFileName(file)!)));
list.SelectedItem = 0;
list.ValueChanged += (_, change) => Show();
var asking = false;
app.Keyboard.KeyDown += (_, key) =>
{
    if (asking)
        return;
    key.Handled = true;
    if (key == Key.J)
        list.MoveDown(false);
    else if (key == Key.K)
        list.MoveUp(false);
    else if (key == Key.D1 || key == Key.D2)
        Show(key == Key.D2 ? 1 : 0);
    else if (key == Key.Q)
        app.RequestStop();
    else if (key == Key.D)
        Ask();
    else
        key.Handled = false;
};
window.Add(list, page);
app.Run(window);

void Show(int? opened = null)
{
    tab = opened ?? tab;
    page.Text = pages[(tab * releases.Length) + (list.SelectedItem ?? 0)];
}

void Ask()
{
    asking = true;
    using var dialog = new Dialog
    {
        Title = "Delete",
        Width = Dim.Percent(80),
        Height = Dim.Percent(80),
    };
    var answer = new TextField { Y = 2, Width = 20 };
    answer.Accepting += (_, accepted) =>
    {
        page.Text = answer.Text == "1234" ? "deleted" : "not deleted";
        accepted.Handled = true;
        app.RequestStop(dialog);
    };
    dialog.Add(new Label { Text = "Type 1234 to delete:" }, answer);
    answer.SetFocus();
    app.Run(dialog);
    asking = false;
}
