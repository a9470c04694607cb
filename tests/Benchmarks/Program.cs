System.Console.WriteLine("pick a benchmark");
